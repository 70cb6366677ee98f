"""What people read: plain text, LaTeX tables, pages. Everything is rendered from the statement tree."""
