"""Makes `fremd.json`: what foreign libraries encrypt, sign and send, for the tests in `fremd.rs`.

The sender is the Python package `fitconnect` 0.4.2 (EUPL-1.2), which speaks the first generation of
the paths; its service is the small one below, on this machine only. Event log, bare vectors and the
backup are made with `jwcrypto` 1.6.1 (LGPL). Every key and every word is made up here.

    python3 -m venv VENV && VENV/bin/pip install fitconnect==0.4.2 jwcrypto==1.6.1
    VENV/bin/python fremd.py machen fremd.json
    VENV/bin/python fremd.py pruefen annahme.json

`pruefen` judges an acceptance that the tests handed out: its signature, with jwcrypto.
"""

import json
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import fitconnect.fitconnect as sender
from jwcrypto import jwe, jwk, jws

DIENST = "https://dienst.invalid/submission-api"
EVENTS = "https://schema.fitko.de/fit-connect/events/"
LEISTUNG = "urn:de:fim:leika:leistung:99041002012000"
ZUSTELLPUNKT = "0d3b1c52-7a4e-4a26-9d0c-6c0a53f0a001"
GESENDET = 1_775_034_000
TAG = "2026-03-01T08:00:00Z"


def schluessel(alg, ops):
    key = jwk.JWK.generate(kty="RSA", size=4096)
    public = json.loads(key.export_public())
    public.update(kid=key.thumbprint(), alg=alg, key_ops=[ops])
    return key, public


def geheim(key, alg):
    private = json.loads(key.export_private())
    private.update(kid=key.thumbprint(), alg=alg)
    private["forsthaus"] = {"angelegt_um": TAG, "gesichert_um": TAG, "aktiv_um": TAG}
    return private


class Dienst:
    """Keeps what a sender sends."""

    def __init__(self, public):
        self.public = public
        self.huellen = {}
        self.anlagen = {}

    def antwort(self, method, path, body):
        parts = path.split("?")[0].strip("/").split("/")[1:]
        if path == "/token":
            return 200, {"access_token": "t", "token_type": "bearer", "expires_in": 1800}
        if method == "GET" and parts[0] == "destinations":
            if len(parts) == 2:
                return 200, {"encryptionKid": self.public["kid"], "status": "active"}
            return 200, self.public
        if method == "POST":
            asked = json.loads(body)
            ids = {"submissionId": str(uuid.uuid4()), "caseId": str(uuid.uuid4())}
            self.huellen[ids["submissionId"]] = {
                "destinationId": asked["destinationId"],
                **ids,
                "serviceType": asked["serviceType"],
                "attachments": asked["announcedAttachments"],
            }
            return 201, {"destinationId": asked["destinationId"], **ids}
        if method == "PUT" and len(parts) == 4:
            self.anlagen[parts[3]] = body.decode()
            return 204, None
        self.huellen[parts[1]].update(json.loads(body))
        return 200, {"submissionId": parts[1]}

    def starten(self):
        dienst = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def gefragt(self):
                length = int(self.headers.get("Content-Length") or 0)
                status, value = dienst.antwort(self.command, self.path, self.rfile.read(length))
                data = b"" if value is None else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = gefragt

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"


def unterschreiben(payload, key):
    token = jws.JWS(payload)
    head = {"typ": "secevent+jwt", "alg": "PS512", "kid": key.thumbprint()}
    token.add_signature(key, "PS512", json.dumps(head), None)
    return token.serialize(compact=True)


def ereignis(huelle, name, inhalt, key):
    claims = {
        "jti": str(uuid.uuid4()),
        "iss": DIENST,
        "iat": GESENDET,
        "sub": f"submission:{huelle['submissionId']}",
        "txn": f"case:{huelle['caseId']}",
        "events": {EVENTS + name: inhalt},
    }
    return unterschreiben(json.dumps(claims), key)


def protokoll(dienst, huelle, key):
    tag = lambda token: token.split(".")[4]
    tags = {
        "metadata": tag(huelle["encryptedMetadata"]),
        "data": tag(huelle["encryptedData"]),
        "attachments": {id: tag(dienst.anlagen[id]) for id in huelle["attachments"]},
    }
    return [
        ereignis(huelle, "create-submission", {}, key),
        ereignis(huelle, "submit-submission", {"authenticationTags": tags}, key),
        ereignis(huelle, "notify-submission", {}, key),
    ]


def senden(dienst):
    """Two applications: JSON with an attachment, and XML with metadata of the sender's own."""
    url = dienst.starten()
    sender._ENVIRONMENT_CONFIG[sender.Environment.TESTING] = {
        "TOKEN_URL": url + "/token",
        "SUBMISSION_API_URL": url + "/v1",
    }
    client = sender.FITConnectClient(sender.Environment.TESTING, "amt", "geheim")
    daten = {
        "$schema": "https://schema.example/hund.json",
        "Halter": {"Name": "Anna Ängelhausen", "Hunde": ["Bello", "Waldi"]},
    }
    anlage = b"%PDF-1.7 Hundesteuer"
    client.submission(ZUSTELLPUNKT, LEISTUNG, data=daten, attachments=[anlage])
    xml = '<Antrag><Name>Bernd Größenau</Name><Tag>2026-04-01</Tag></Antrag>'
    metadaten = {
        "$schema": "https://schema.fitko.de/fit-connect/metadata/1.0.0/metadata.schema.json",
        "contentStructure": {"attachments": []},
        "replyChannel": {"eMail": {"address": "post@fennwald.invalid"}},
        "additionalReferenceInfo": {"senderReference": "OD-77", "applicationDate": "2026-03-31"},
        "paymentInformation": {
            "transactionId": "T-1",
            "transactionReference": "07260001234",
            "paymentMethod": "CREDITCARD",
            "status": "BOOKED",
            "grossAmount": 12.3,
        },
    }
    schema = {"schemaUri": "https://schema.example/antrag.xsd", "mimeType": "application/xml"}
    client.submission(ZUSTELLPUNKT, LEISTUNG, metadata=metadaten, data=xml, data_schema=schema)
    return [anlage.decode()]


def machen(datei):
    empfang, public = schluessel("RSA-OAEP-256", "wrapKey")
    zeichnung, _ = schluessel("PS512", "verify")
    signierer, dienstschluessel = schluessel("PS512", "verify")
    dienst = Dienst(public)
    anlagen = senden(dienst)
    huellen = list(dienst.huellen.values())
    text = json.dumps({"Name": "Ängelhausen", "Text": "Hund " * 60}, ensure_ascii=False)

    def verschluesselt(**more):
        head = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "application/json"}
        head.update(kid=public["kid"], **more)
        token = jwe.JWE(plaintext=text.encode(), protected=head, recipient=empfang)
        return token.serialize(compact=True)

    kennwort = "ein langes Kennwort"
    bund = json.dumps({"keys": [geheim(empfang, "RSA-OAEP-256"), geheim(zeichnung, "PS512")]})
    head = {"alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "cty": "jwk-set+json"}
    sicherung = jwe.JWE(plaintext=bund.encode(), protected=head)
    sicherung.add_recipient(jwk.JWK.from_password(kennwort))
    vektoren = {
        "werkzeug": "fitconnect 0.4.2, jwcrypto 1.6.1",
        "bund": json.loads(bund),
        "dienst": dienstschluessel,
        "text": text,
        "jwe": verschluesselt(),
        "jwe_gepackt": verschluesselt(zip="DEF"),
        "jws": unterschreiben('{"jti":"fremd"}', signierer),
        "kennwort": kennwort,
        "sicherung": sicherung.serialize(compact=True),
        "einreichungen": huellen,
        "anlagen": dienst.anlagen,
        "anlagen_klar": anlagen,
        "protokolle": {one["caseId"]: protokoll(dienst, one, signierer) for one in huellen},
    }
    with open(datei, "w", encoding="utf-8") as out:
        json.dump(vektoren, out, ensure_ascii=False, indent=1, sort_keys=True)
        out.write("\n")


def pruefen(datei):
    with open(datei, encoding="utf-8") as given:
        handed_out = json.load(given)
    key = jwk.JWK.from_json(json.dumps(handed_out["schluessel"]))
    for annahme in handed_out["annahmen"]:
        token = jws.JWS()
        token.deserialize(annahme, key=key, alg="PS512")
        claims = json.loads(token.payload)
        assert token.jose_header["typ"] == "secevent+jwt", token.jose_header
        assert list(claims["events"]) == [EVENTS + "accept-submission"], claims
    print(f"{len(handed_out['annahmen'])} acceptances proven")


if __name__ == "__main__":
    {"machen": machen, "pruefen": pruefen}[sys.argv[1]](sys.argv[2])
