"""Reading against its peers: body F1 and pages a second."""
