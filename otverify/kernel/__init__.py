"""The trusted base: statements, certificates, and the rules by which they are accepted."""
