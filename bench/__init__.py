"""What Isthmus costs, as ratios against peers measured in the same run."""
