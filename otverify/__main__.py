"""``python -m otverify``."""

from otverify.cli import main

if __name__ == "__main__":
    main()
