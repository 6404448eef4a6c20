"""`python -m linkedin_sandbox` is the same command as `linkedin-sandbox`."""

from linkedin_sandbox.cli import main

if __name__ == "__main__":
    main()
