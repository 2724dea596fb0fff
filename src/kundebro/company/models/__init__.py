"""The company, its departments, code tables and number series."""

from kundebro.company.models.code_table import CodeTable, CodeTableQuerySet
from kundebro.company.models.company import Company
from kundebro.company.models.industry import Industry
from kundebro.company.models.number_series import NumberSeries
from kundebro.company.models.places import Country, Currency, PostalCode
from kundebro.company.models.terms import DeliveryTerms, Department, PaymentTerms

__all__ = [
    "CodeTable",
    "CodeTableQuerySet",
    "Company",
    "Country",
    "Currency",
    "DeliveryTerms",
    "Department",
    "Industry",
    "NumberSeries",
    "PaymentTerms",
    "PostalCode",
]
