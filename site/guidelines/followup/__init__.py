"""Following up: rounds of reporting, indicators with evidence, closing, and the report to the Cabinet."""
