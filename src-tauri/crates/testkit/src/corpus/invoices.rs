//! E-invoices: plain XML of both kinds, and the hybrid that hides one in a PDF.
//!
//! Never complete enough to be paid; the fields that an office reads are there.

use anyhow::Result;

use super::active::attached;
use super::{Sample, Shelf, sample};

pub(super) fn put(shelf: &mut Shelf<'_>) -> Result<()> {
    shelf.put_all(plain())?;
    shelf.put_all(hybrid())
}

fn plain() -> Vec<Sample> {
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(cii().replace("UTF-8", "UTF-16").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = |name: &str, text: Vec<u8>| sample("rechnung", format!("rechnung/{name}.xml"), text);
    let cut = ubl().into_bytes();
    let cut = cut.get(..cut.len() / 2).unwrap_or_default().to_vec();
    vec![
        file("ubl", ubl().into_bytes()),
        file("cii", cii().into_bytes()),
        file("gutschrift", ubl().replace("Invoice", "CreditNote").into_bytes()),
        file("utf-16", utf16),
        file("abgeschnitten", cut),
        file("entitaeten-bombe", entities().into_bytes()),
        file("fremde-entitaet", foreign().into_bytes()),
        file("tief", deep().into_bytes()),
        file("ohne-inhalt", b"<?xml version=\"1.0\"?><Invoice/>".to_vec()),
    ]
}

fn hybrid() -> Vec<Sample> {
    let file =
        |name: &str, bytes| sample("rechnung", format!("rechnung/{name}.pdf"), bytes).pages(1);
    let with = |name: &str, xml: String| attached(&[(name.to_owned(), xml.into_bytes())]);
    vec![
        file("factur-x", with("factur-x.xml", cii())).text(true),
        file("zugferd-1", with("ZUGFeRD-invoice.xml", cii())).text(true),
        file("xrechnung-im-pdf", with("xrechnung.xml", ubl())).text(true),
        file("factur-x-kaputt", with("factur-x.xml", "<rsm:CrossIndustry".to_owned())),
        file("factur-x-bombe", with("factur-x.xml", entities())),
    ]
}

/// An invoice in OASIS UBL.
pub(super) fn ubl() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<ubl:Invoice xmlns:ubl=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"
  xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\"
  xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0\
</cbc:CustomizationID>
  <cbc:ID>R-2026-0815</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate>
  <cbc:DueDate>2026-04-01</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>16099999-00001-06</cbc:BuyerReference>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>
    <cbc:RegistrationName>Tischlerei Fennwald</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
  <cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>
    <cac:PayeeFinancialAccount><cbc:ID>DE02120300000000202051</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:TaxTotal><cbc:TaxAmount currencyID=\"EUR\">19.00</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID=\"EUR\">100.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID=\"EUR\">100.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID=\"EUR\">119.00</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID=\"EUR\">119.00</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
</ubl:Invoice>
"
    .to_owned()
}

/// The same invoice in UN/CEFACT's cross-industry format.
pub(super) fn cii() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<rsm:CrossIndustryInvoice xmlns:rsm=\"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100\"
  xmlns:ram=\"urn:un:unece:uncefact:data:standard:\
ReusableAggregateBusinessInformationEntity:100\"
  xmlns:udt=\"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100\">
  <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
    <ram:ID>urn:cen.eu:en16931:2017</ram:ID>
  </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument><ram:ID>R-2026-0816</ram:ID><ram:TypeCode>380</ram:TypeCode>
    <ram:IssueDateTime><udt:DateTimeString format=\"102\">20260302</udt:DateTimeString>\
</ram:IssueDateTime>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    <ram:ApplicableHeaderTradeAgreement>
      <ram:BuyerReference>16099999-00001-06</ram:BuyerReference>
      <ram:SellerTradeParty><ram:Name>Tischlerei Fennwald</ram:Name></ram:SellerTradeParty>
      <ram:BuyerTradeParty><ram:Name>Gemeinde Lindenhain</ram:Name></ram:BuyerTradeParty>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery/>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID=\"EUR\">19.00</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>119.00</ram:GrandTotalAmount>
        <ram:DuePayableAmount>119.00</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"
    .to_owned()
}

/// Ten entities, each ten times the one before.
fn entities() -> String {
    let mut text = String::from("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e0 \"Rechnung\">");
    for n in 1..10 {
        let many = format!("&e{};", n - 1).repeat(10);
        text += &format!("<!ENTITY e{n} \"{many}\">");
    }
    text + "]><a>&e9;</a>"
}

fn foreign() -> String {
    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\
     <Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">&x;</Invoice>"
        .to_owned()
}

fn deep() -> String {
    let depth = 100_000;
    format!("<?xml version=\"1.0\"?>{}{}", "<a>".repeat(depth), "</a>".repeat(depth))
}
