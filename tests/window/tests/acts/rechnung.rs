//! An e-invoice is read as an invoice, not as XML.

use anyhow::{Result, ensure};
use window::{Office, by};

/// An invoice in OASIS UBL with one position.
const INVOICE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>
  <cbc:ID>R-2026-0815</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate>
  <cbc:DueDate>2026-04-01</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>16099999-00001-06</cbc:BuyerReference>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>
    <cbc:RegistrationName>Tischlerei Fennwald</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>
    <cbc:RegistrationName>Gemeinde Lindenhain</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID>
    <cbc:InvoicedQuantity unitCode="C62">4</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>Sitzbank aus Lärche</cbc:Name></cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">25.00</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>
</ubl:Invoice>
"#;

#[tokio::test]
async fn invoice_is_shown_readable_and_its_double_is_told() -> Result<()> {
    let office = Office::start("rechnung-lesbar").await?;
    let window = office.window().await?;
    office.deliver_bytes("r-2026-0815.xml", INVOICE.as_bytes())?;
    window.arrives("E-Rechnung").await?;
    window.press("F6").await?;
    window.read("Tischlerei Fennwald").await?;
    window.see(&by("cell", "Sitzbank aus Lärche").inside("table", "")).await?;
    let raw = window.text().await?.contains("<cbc:ID>");
    ensure!(!raw, "the XML is shown instead of the invoice");
    window.press_button("XML").await?;
    window.read("<cbc:ID>R-2026-0815</cbc:ID>").await?;
    window.press_button("Rechnung").await?;
    let again = INVOICE.replace("<cbc:DueDate>", "<!-- noch einmal --><cbc:DueDate>");
    office.deliver_bytes("noch-einmal.xml", again.as_bytes())?;
    window.read("Dieselbe Rechnung liegt noch einmal vor").await?;
    for look in ["Hell", "Dunkel"] {
        window.look(look).await?;
        let findings = window.axe().await?;
        ensure!(findings.is_empty(), "{look}: {findings:#?}");
    }
    window.zoom_200().await?;
    let cut = window.cut().await?;
    ensure!(cut.is_empty(), "cut off: {cut:#?}");
    Ok(())
}
