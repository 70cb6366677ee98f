"""The attack on our own claims: mutants, hypotheses that are needed, sharp constants, a second opinion."""
