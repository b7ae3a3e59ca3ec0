"""The demo: an office with officers and cases made by real commands on a travelling clock."""
