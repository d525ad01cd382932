"""What must the index do about folders of pages? What is new, changed or gone."""
