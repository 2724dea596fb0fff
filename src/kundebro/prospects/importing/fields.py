"""The columns a list of prospects may have, with the headings they are found under."""

from django.utils.translation import gettext_lazy as _

from kundebro.imports.targets import MatchKey, TargetField

FIELDS: tuple[TargetField, ...] = (
    TargetField(
        name="number",
        title=_("account number"),
        aliases=(
            "Kontonummer",
            "Kontonr",
            "Konto nr.",
            "Kundenr",
            "Kundenummer",
            "Debitornr",
            "Emnenr",
            "Account number",
            "Account no",
            "Customer number",
            "Customer no",
        ),
    ),
    TargetField(
        name="name",
        title=_("name"),
        aliases=(
            "Navn",
            "Firmanavn",
            "Firma",
            "Virksomhed",
            "Virksomhedsnavn",
            "Kunde",
            "Kundenavn",
            "Company",
            "Company name",
            "Name",
            "Organisation",
            "Organization",
        ),
    ),
    TargetField(
        name="search_name",
        title=_("search name"),
        aliases=("Søgenavn", "Kortnavn", "Alias", "Search name", "Short name"),
    ),
    TargetField(
        name="cvr_no",
        title=_("CVR number"),
        aliases=("CVR", "CVR-nr", "CVR nummer", "CVRnr", "Company registration number", "VAT reg no"),
    ),
    TargetField(name="se_no", title=_("SE number"), aliases=("SE", "SE-nr", "SE nummer")),
    TargetField(name="vat_no", title=_("VAT number"), aliases=("Momsnr", "Momsnummer", "VAT number", "VAT no")),
    TargetField(
        name="gln", title=_("EAN number"), aliases=("EAN", "EAN-nr", "EAN nummer", "GLN", "EAN lokationsnummer")
    ),
    TargetField(
        name="address",
        title=_("address line"),
        aliases=(
            "Adresse",
            "Adresse 1",
            "Adresse1",
            "Vej",
            "Gade",
            "Vejnavn",
            "Address",
            "Address 1",
            "Street",
            "Street address",
        ),
    ),
    TargetField(name="house_no", title=_("house number"), aliases=("Husnr", "Husnummer", "House number", "House no")),
    TargetField(name="floor", title=_("floor"), aliases=("Etage", "Sal", "Floor")),
    TargetField(name="door", title=_("door"), aliases=("Dør", "Side", "Door")),
    TargetField(
        name="address_2", title=_("address 2"), aliases=("Adresse 2", "Adresse2", "C/o", "Stednavn", "Address 2")
    ),
    TargetField(
        name="postal_code",
        title=_("postal code"),
        aliases=("Postnr", "Postnummer", "Post nr", "Postal code", "Zip", "Zip code", "Postcode"),
    ),
    TargetField(name="city", title=_("town"), aliases=("By", "Bynavn", "Postdistrikt", "City", "Town")),
    TargetField(
        name="postal_line",
        title=_("postal code and town"),
        aliases=("Postnr og by", "Postnr/by", "Postnr. & by", "Postal code and city", "Zip and city"),
    ),
    TargetField(name="country", title=_("country"), aliases=("Land", "Landekode", "Country", "Country code")),
    TargetField(
        name="phone",
        title=_("phone"),
        aliases=("Telefon", "Tlf", "Telefonnr", "Telefonnummer", "Telefon 1", "Phone", "Phone number", "Telephone"),
    ),
    TargetField(
        name="mobile",
        title=_("mobile"),
        aliases=("Mobil", "Mobiltelefon", "Mobilnr", "Mobile", "Cell", "Mobile phone"),
    ),
    TargetField(name="fax", title=_("fax"), aliases=("Fax", "Telefax")),
    TargetField(
        name="email",
        title=_("e-mail"),
        aliases=("E-mail", "Email", "Mail", "E-mailadresse", "E-post", "Firma e-mail", "Company email"),
    ),
    TargetField(
        name="bookkeeping_email",
        title=_("bookkeeping e-mail"),
        aliases=("Bogholderi e-mail", "Bogholderi mail", "Regnskabsmail", "Bookkeeping e-mail"),
    ),
    TargetField(
        name="invoice_email", title=_("invoice e-mail"), aliases=("Faktura e-mail", "Fakturamail", "Invoice e-mail")
    ),
    TargetField(name="order_email", title=_("order e-mail"), aliases=("Ordre e-mail", "Ordremail", "Order e-mail")),
    TargetField(
        name="website",
        title=_("website"),
        aliases=("Hjemmeside", "Web", "Webside", "www", "URL", "Website", "Homepage"),
    ),
    TargetField(name="attention", title=_("attention"), aliases=("Attention", "Att", "Att.")),
    TargetField(
        name="email_domain",
        title=_("e-mail domain"),
        aliases=("EmailDomæne", "Domæne", "Maildomæne", "E-mail domain", "Domain"),
    ),
    TargetField(
        name="responsible",
        title=_("responsible"),
        aliases=(
            "Ansvarlig",
            "Sælger",
            "Konsulent",
            "Medarbejder",
            "Responsible",
            "Owner",
            "Sales rep",
            "Salesperson",
        ),
    ),
    TargetField(
        name="industry",
        title=_("industry"),
        aliases=("Branche", "Branchekode", "NACE", "DB07", "DB25", "Industry", "Industry code"),
    ),
    TargetField(
        name="customer_type", title=_("customer type"), aliases=("Kundetype", "BTB/BTC/BTG", "Type", "Customer type")
    ),
    TargetField(
        name="employee_count",
        title=_("number of employees"),
        aliases=("Antal medarbejdere", "Antal ansatte", "Ansatte", "Medarbejdere", "Employees", "Number of employees"),
    ),
    TargetField(name="status", title=_("status"), aliases=("Status", "Emnestatus")),
    TargetField(name="source", title=_("lead source"), aliases=("Kilde", "Leadkilde", "Source", "Lead source")),
    TargetField(
        name="target_groups",
        title=_("target groups"),
        aliases=("Målgruppe", "Målgrupper", "Target group", "Target groups"),
    ),
    TargetField(
        name="interest_types",
        title=_("interest types"),
        aliases=("Interesser", "Interesse", "Interessetype", "Interessetyper", "Interests", "Interest"),
    ),
    TargetField(name="intended_role", title=_("kind of prospect"), aliases=("Emnetype", "Kind")),
    TargetField(
        name="next_follow_up_on",
        title=_("next follow-up"),
        aliases=("Næste opfølgning", "Opfølgning", "Opfølgningsdato", "Follow-up", "Next follow-up", "Follow up date"),
    ),
    TargetField(name="vat_code", title=_("VAT code"), aliases=("Momskode", "Moms", "VAT code")),
    TargetField(name="currency", title=_("currency"), aliases=("Valuta", "Valutakode", "Currency")),
    TargetField(
        name="payment_terms",
        title=_("payment terms"),
        aliases=("Betalingsbetingelser", "Betalingsbetingelse", "Bet. bet.", "Payment terms"),
    ),
    TargetField(
        name="delivery_terms",
        title=_("delivery terms"),
        aliases=("Leveringsbetingelser", "Leveringsbetingelse", "Delivery terms"),
    ),
    TargetField(name="department", title=_("department"), aliases=("Afdeling", "Department")),
    TargetField(
        name="debtor_profile", title=_("debtor profile"), aliases=("Debitorprofil", "Profil", "Debtor profile")
    ),
    TargetField(name="creditor_profile", title=_("creditor profile"), aliases=("Kreditorprofil", "Creditor profile")),
    TargetField(
        name="debtor_posting_group",
        title=_("posting group, debtor"),
        aliases=("Bogføringsgruppe", "Debitorgruppe", "Bogføringsgruppe debitor", "Posting group"),
    ),
    TargetField(
        name="creditor_posting_group",
        title=_("posting group, creditor"),
        aliases=("Kreditorgruppe", "Bogføringsgruppe kreditor"),
    ),
    TargetField(
        name="is_gdpr_approved", title=_("GDPR OK"), aliases=("GDPR OK", "GDPR", "GDPR godkendt", "GDPR approved")
    ),
    TargetField(
        name="gdpr_approved_on",
        title=_("latest approval"),
        aliases=("GDPR dato", "Sidste godkendelsesdato", "GDPR date"),
    ),
    TargetField(
        name="allows_campaigns",
        title=_("allows campaigns"),
        aliases=("Tillad kampagne", "TilladKampagne", "Kampagne", "Allows campaigns"),
    ),
    TargetField(
        name="may_update_automatically",
        title=_("may be updated automatically"),
        aliases=("Må opdateres automatisk", "Må opdateres"),
    ),
    TargetField(name="krak_id", title=_("KRAK id"), aliases=("KRAK-ID", "KRAKID")),
    TargetField(name="kob_id", title=_("KOB id"), aliases=("KOB-ID", "KOBID")),
    TargetField(name="tdc_id", title=_("TDC id"), aliases=("TDC-ID", "TDCID")),
    TargetField(name="latitude", title=_("latitude"), aliases=("Breddegrad", "AdrLat", "Latitude", "Lat")),
    TargetField(name="longitude", title=_("longitude"), aliases=("Længdegrad", "AdrLng", "Longitude", "Lng", "Lon")),
    TargetField(
        name="remark_1",
        title=_("remark 1"),
        aliases=(
            "Bemærkning",
            "Bemærkninger",
            "Bemærk 1",
            "Bemærk",
            "Note",
            "Noter",
            "Kommentar",
            "Message",
            "Besked",
            "Remark",
            "Comment",
            "Notes",
        ),
    ),
    TargetField(name="remark_2", title=_("remark 2"), aliases=("Bemærk 2", "Bemærkning 2")),
    TargetField(name="remark_3", title=_("remark 3"), aliases=("Bemærk 3", "Bemærkning 3")),
    TargetField(name="general_text", title=_("general text"), aliases=("Overordnet tekst", "General text")),
    TargetField(name="packing_info", title=_("packing info"), aliases=("Pakkeinfo", "Packing info")),
    TargetField(
        name="pallet_specification",
        title=_("pallet specification"),
        aliases=("Pallespecifikation", "Pallet specification"),
    ),
    TargetField(name="profile_text", title=_("profile text"), aliases=("Profiltekst", "Profile text")),
)

MATCH_KEYS = (
    MatchKey(name="number", title=_("account number"), field="number"),
    MatchKey(name="cvr", title=_("CVR number"), field="cvr_no"),
    MatchKey(name="email", title=_("e-mail"), field="email"),
)
