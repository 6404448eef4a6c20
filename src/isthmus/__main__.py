"""`python -m isthmus` is the `isthmus` command; without the bridge's dependencies it says how to get them."""

import sys


def main() -> None:
    """Run the command."""
    try:
        from isthmus.cli import main as command
    except ModuleNotFoundError as error:
        sys.exit(f"The bridge is not installed ({error.name} is missing): pip install 'isthmus[bridge,embedded]'")
    command()


if __name__ == "__main__":
    main()
