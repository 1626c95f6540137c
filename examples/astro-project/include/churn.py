"""The churn model."""


def train() -> None:
    """Fits the model on three years of orders."""


def evaluate() -> None:
    """Compares the new model with the one in use."""


def score() -> None:
    """Scores all customers."""
