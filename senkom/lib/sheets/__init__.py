"""Sheets that people send and take: reading XLSX and CSV within bounds, writing both row by row."""
