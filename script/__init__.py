"""What is said: the language of lessons, from YAML to narration. Knows nothing of manim."""
