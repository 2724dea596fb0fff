"""Questions over sales projects."""

from kundebro.pipeline.queries.board import Lane, board_of
from kundebro.pipeline.queries.figures import quotes_of, value_of
from kundebro.pipeline.queries.forecast import Forecast, forecast_of, stage_rates

__all__ = ["Forecast", "Lane", "board_of", "forecast_of", "quotes_of", "stage_rates", "value_of"]
