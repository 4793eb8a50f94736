"""Taking the model's changes into adaptations: what an edition means for each section, and the decisions."""
