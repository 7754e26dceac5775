"""What an analyst looks at: the published tables as figures, charts and one self-contained page.

The package needs the extra `analysis`; nothing else imports it.
"""
