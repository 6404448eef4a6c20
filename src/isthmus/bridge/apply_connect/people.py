"""What an application says of its applicant, in the words of this house."""

import hashlib

import phonenumbers

from isthmus.linkedin import Media, Phone


def external_id_of(media: Media) -> str:
    """LinkedIn's id of the file; for one without, a digest of its address, which must not be shown."""
    return media.urn or f"address:{hashlib.sha256(media.url.encode()).hexdigest()}"


def phone_of(phone: Phone | None) -> str:
    """The number in international form; `country_code` may be ISO letters or a dialling code."""
    if phone is None:
        return ""
    code = phone.country_code.strip().lstrip("+")
    dialling = code if code.isdigit() else str(phonenumbers.country_code_for_region(code.upper()) or "")
    region = phonenumbers.region_code_for_country_code(int(dialling)) if dialling else None
    extension = f" ext. {phone.extension}" if phone.extension else ""
    try:
        number = phonenumbers.parse(phone.national_number, region)
        if phonenumbers.is_valid_number(number):
            shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
            return f"{shown}{extension}"
    except phonenumbers.NumberParseException:
        pass
    prefix = f"+{dialling} " if dialling else ""
    return f"{prefix}{phone.national_number}{extension}"
