"""LinkedIn's resources, one folder each: routes read the wire, state remembers, errors refuse."""

from linkedin_sandbox.oauth.routes import OPERATIONS as OAUTH
from linkedin_sandbox.resources.ambry.routes import OPERATIONS as MEDIA
from linkedin_sandbox.resources.developer_applications_security.routes import OPERATIONS as SECRETS
from linkedin_sandbox.resources.developer_webhooks.routes import OPERATIONS as WEBHOOKS
from linkedin_sandbox.resources.integrations.routes import OPERATIONS as INTEGRATIONS
from linkedin_sandbox.resources.job_application_lifecycle_actions.routes import OPERATIONS as LIFECYCLE
from linkedin_sandbox.resources.job_posting_status.routes import OPERATIONS as STATUS
from linkedin_sandbox.resources.me.routes import OPERATIONS as ME
from linkedin_sandbox.resources.provisioned_applications.routes import OPERATIONS as PROVISIONING
from linkedin_sandbox.resources.simple_job_posting_tasks.routes import OPERATIONS as TASKS
from linkedin_sandbox.resources.simple_job_postings.routes import OPERATIONS as POSTINGS

OPERATIONS = (
    *OAUTH,
    *ME,
    *PROVISIONING,
    *SECRETS,
    *INTEGRATIONS,
    *POSTINGS,
    *TASKS,
    *STATUS,
    *LIFECYCLE,
    *WEBHOOKS,
    *MEDIA,
)
