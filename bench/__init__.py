"""What Summit costs, measured: each figure beside a floor of the same run."""
