"""A time stamping authority for tests."""

import datetime
import http.server
import subprocess
import threading


class Authority:
    """A time stamping authority of the test's own: RFC 3161 over HTTP, by the openssl program.

    Its own certificate holds as long as it `lasts`, the one above it for 30 days at least."""

    def __init__(self, folder, lasts=datetime.timedelta(days=30)):
        folder.mkdir()
        self.folder, self.answered, self.ca = folder, 0, folder / "ca.pem"
        self.down = False
        (folder / "tsa.cnf").write_text(
            "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Test authority\n"
            "[ca]\nbasicConstraints=critical,CA:true\n"
            "[tsa_cert]\nextendedKeyUsage=critical,timeStamping\n"
            "[tsa]\ndefault_tsa=tsa_config\n[tsa_config]\nserial=serial\ncrypto_device=builtin\n"
            "signer_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\n"
            "default_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=yes\n"
            "ess_cert_id_chain=no\n")
        (folder / "serial").write_text("01\n")
        new = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config tsa.cnf"
        days = max(30, lasts.days)
        self.openssl(f"req -x509 {new} -days {days} -extensions ca -keyout ca.key -out ca.pem")
        self.openssl(f"req {new} -keyout tsa.key -out tsa.csr")
        (folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=signs\n[signs]\nnew_certs_dir=.\ndatabase=signed\nrand_serial=yes\n"
            "default_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n")
        (folder / "signed").write_text("")
        self.ends = datetime.datetime.now(datetime.timezone.utc) + lasts
        self.openssl(f"ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key -in tsa.csr -notext "
                     f"-enddate {self.ends:%Y%m%d%H%M%SZ} -extfile tsa.cnf -extensions tsa_cert "
                     f"-out tsa.pem")
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if authority.down:
                    self.send_error(503)
                    return
                right = self.headers["Content-Type"] == "application/timestamp-query"
                (folder / "query").write_bytes(body)
                authority.openssl("ts -reply -config tsa.cnf -queryfile query -out reply")
                authority.answered += 1
                self.send_response(200 if right else 415)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write((folder / "reply").read_bytes())

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/tsr"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def openssl(self, arguments):
        subprocess.run(["openssl", *arguments.split()], cwd=self.folder, check=True,
                       capture_output=True)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
