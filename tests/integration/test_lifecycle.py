"""A server's life: publishing while it runs, broken catalogues, clocks, stopping, full disks."""

import json
import resource
import shutil
import signal
import sqlite3
import threading
import time
import unittest

from harness import ORIGIN, ROOT, SITE, TestCase, bytes_of, choice, command

CONFIG = f"/v1/sites/{SITE}/config.json"


def reword(document):
    document["texts"]["title"]["fr"] += " (revu)"


def lengthen(document):
    """A material change: a consented tracker stays longer."""
    for purpose in document["purposes"]:
        for service in purpose["services"]:
            for tracker in service["trackers"]:
                if tracker["name"] == "IDE":
                    tracker["lifetime"] = "P60D"
                    return
    raise AssertionError("IDE is not in the catalogue")


class Publishing(TestCase):
    def start(self, *options, **more):
        self.catalog = self.copy_catalog()
        return self.serve(*options, catalog=self.catalog, **more)

    def republish(self, server, change):
        before = server.config()["revision"]
        self.edit_site(self.catalog, change)
        server.hangup()
        server.wait_for(lambda: server.config()["revision"] != before, "published again")
        return server.config()

    def test_an_editorial_change_keeps_the_generation(self):
        server = self.start()
        old = server.config()
        token = server.choose(choice(old)).cookies()["pcid"][0]
        new = self.republish(server, reword)
        self.assertEqual(new["generation"], old["generation"])
        self.assertEqual(server.current(token).json()["status"], "valid")
        # A page that still shows the older words may answer.
        self.assertEqual(server.choose(choice(old, {"x": True})).status, 201)
        self.assertEqual(server.get(f"/v1/revisions/{old['revision']}").status, 200)

    def test_a_material_change_raises_it_and_asks_again_about_what_changed(self):
        server = self.start()
        old = server.config()
        token = server.choose(choice(old)).cookies()["pcid"][0]
        new = self.republish(server, lengthen)
        self.assertEqual(new["generation"], old["generation"] + 1)
        read = server.current(token).json()
        self.assertEqual(read["status"], "valid")
        self.assertEqual(read["asked_again"], ["campaign-manager"])
        self.assertGreaterEqual(read["since"], read["given_at"])
        self.assertLessEqual(read["since"], time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
        self.assertTrue(read["decisions"]["vimeo"])
        # The older generation is accepted for a day.
        self.assertEqual(server.choose(choice(old, {"x": True})).status, 201)

    def test_the_grace_of_an_older_generation_ends_after_a_day(self):
        self.catalog = self.copy_catalog()
        server = self.serve("--demo", "--demo-now", "2027-03-01T00:00:00Z", catalog=self.catalog)
        old = server.config()
        server.stop()
        self.edit_site(self.catalog, lengthen)
        server = self.serve("--demo", "--demo-now", "2027-03-02T10:00:00Z", catalog=self.catalog)
        new = server.config()
        self.assertNotEqual(new["revision"], old["revision"])
        self.assertEqual(server.choose(choice(old)).status, 201)
        server.stop()
        server = self.serve("--demo", "--demo-now", "2027-03-03T09:59:30Z", catalog=self.catalog)
        self.assertEqual(server.choose(choice(old)).status, 201)
        server.stop()
        server = self.serve("--demo", "--demo-now", "2027-03-03T10:01:00Z", catalog=self.catalog)
        problem = self.assert_problem(server.choose(choice(old)), 409, "/revision")
        self.assertEqual(problem["revision"], new["revision"])
        self.assertEqual(problem["generation"], new["generation"])
        self.assertEqual(server.choose(choice(new)).status, 201)

    def test_a_broken_catalogue_never_replaces_a_good_one(self):
        server = self.start()
        good = server.get(CONFIG).body
        site = self.catalog / "sites" / f"{SITE}.json"
        text = site.read_text()
        for broken in ("", "{", text[:-10], text.replace('"P13M"', '"13 months"', 1), "[" * 1000):
            site.write_text(broken)
            refused = server.logged().count("was not published")
            server.hangup()
            server.wait_for(lambda: server.logged().count("was not published") > refused, "refused")
            self.assertEqual(server.get(CONFIG).body, good)
            self.assertEqual(server.get("/readyz").status, 200)
        self.assertIn("sites/ameli.fr.json", server.logged())
        # Nor over a restart: what was published last is served.
        self.assertEqual(server.stop(), 0)
        server = self.serve(catalog=self.catalog)
        self.assertEqual(server.get(CONFIG).body, good)
        self.assertEqual(server.choose(choice(server.config())).status, 201)
        self.assertEqual(server.get(f"/v1/sites/{SITE}/cookies").status, 200)
        site.write_text(text)
        self.republish(server, reword)

    def test_nothing_to_serve_is_unready_until_there_is(self):
        self.catalog = self.folder / "catalog"
        self.catalog.mkdir()
        (self.catalog / "sites").mkdir()
        (self.catalog / "sites" / "x.json").write_text("{")
        server = self.serve(catalog=self.catalog, wait_ready=False)
        problem = self.assert_problem(server.get("/readyz"), 503)
        self.assertEqual(problem["parts"], ["catalog"])
        self.assertEqual(server.get("/healthz").status, 200)
        self.assert_problem(server.get(CONFIG), 404)
        shutil.rmtree(self.catalog)
        self.copy_catalog()
        server.hangup()
        server.wait_for(lambda: server.get("/readyz").status == 200, "ready")
        self.assertEqual(server.get(CONFIG).status, 200)

    def test_answers_in_flight_are_whole_while_publishing(self):
        server = self.start()
        stop = threading.Event()
        wrong, seen = [], set()

        def read():
            connection = server.connect()
            while not stop.is_set():
                connection.request("GET", CONFIG)
                answer = connection.getresponse()
                body = answer.read()
                config = json.loads(body)
                seen.add((config["revision"], config["texts"]["title"]["fr"]))
                if answer.status != 200 or len(body) != int(answer.getheader("Content-Length")):
                    wrong.append(answer.status)
                connection.request("GET", f"/v1/revisions/{config['revision']}")
                answer = connection.getresponse()
                if answer.status != 200 or json.loads(answer.read())["texts"] != config["texts"]:
                    wrong.append(("revision", answer.status))
            connection.close()

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for _ in range(3):
            self.republish(server, reword)
        stop.set()
        for reader in readers:
            reader.join()
        self.assertEqual(wrong, [])
        self.assertGreaterEqual(len(seen), 3)
        self.assertEqual(len({revision for revision, _ in seen}), len(seen))


class Clocks(TestCase):
    def test_thirteen_months_later_it_is_expired_and_later_still_erased(self):
        def at(now):
            return self.serve("--demo", "--demo-now", now)

        server = at("2026-01-31T12:00:00Z")
        answer = server.choose(choice(server.config(), {"vimeo": True}))
        self.assertEqual(answer.status, 201)
        self.assertRegex(answer.json()["valid_until"], "2027-02-28T12:00:")  # clamped, not 395 days
        token = answer.cookies()["pcid"][0]
        server.stop()

        server = at("2027-02-28T11:59:00Z")
        read = server.current(token).json()
        self.assertEqual(read["status"], "valid")
        self.assertEqual(read["valid_until"], answer.json()["valid_until"])  # not moved by a visit
        server.stop()

        server = at("2027-02-28T12:05:00Z")
        read = server.current(token).json()
        self.assertEqual(read["status"], "expired")
        self.assertNotIn("decisions", read)
        # The same answer again is a new choice with a new period.
        again = server.choose(choice(server.config(), {"vimeo": True}), token)
        self.assertEqual(again.status, 201)
        self.assertNotEqual(again.json()["index"], answer.json()["index"])
        server.stop()

        needle = b'"given_at":"' + answer.json()["given_at"].encode()
        self.assertTrue(any(needle in c for c in bytes_of(server.data).values()))
        server = at("2028-03-28T13:00:00Z")  # 13 months after it stopped having effect
        server.wait_for(lambda: server.current(token).json()["status"] == "none", "erased on time")
        server.wait_for(lambda: not any(needle in c for c in bytes_of(server.data).values()),
                        "gone from the disk", timeout=15)
        newer = again.cookies()["pcid"][0]
        self.assertEqual(server.current(newer).json()["status"], "expired")

    def test_the_clock_is_moved_in_a_demonstration_only(self):
        ran = command("serve", "--data", self.folder / "d", "--catalog", ROOT / "catalog",
                      "--demo-now", "2027-01-01T00:00:00Z")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("--demo", ran.stderr)


class Stopping(TestCase):
    def test_a_second_process_is_refused(self):
        server = self.serve()
        ran = command("serve", "--data", server.data, "--catalog", ROOT / "catalog", "--listen",
                      "127.0.0.1:0", "--staff-listen", "127.0.0.1:0")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("another process", ran.stderr)
        self.assertEqual(server.get("/readyz").status, 200)

    def test_an_address_in_use_is_told(self):
        server = self.serve()
        ran = command("serve", "--data", self.folder / "other", "--catalog", ROOT / "catalog",
                      "--listen", f"127.0.0.1:{server.port}", "--staff-listen", "127.0.0.1:0")
        self.assertEqual(ran.returncode, 2)
        self.assertIn(str(server.port), ran.stderr)

    def test_sigterm_under_load_answers_what_it_accepted(self):
        server = self.serve()
        config = server.config()
        body = json.dumps(choice(config)).encode()
        head = {"Content-Type": "application/json", "Origin": ORIGIN}
        acknowledged, broken = [], []

        def load():
            connection = server.connect()
            try:
                while True:
                    connection.request("POST", f"/v1/sites/{SITE}/consents", body, head)
                    answer = connection.getresponse()
                    content = answer.read()
                    if answer.status == 201:
                        cookie = answer.getheader("Set-Cookie")
                        acknowledged.append((cookie[5:37], json.loads(content)["index"]))
                    elif answer.status != 503:
                        broken.append(answer.status)
                    if answer.getheader("Connection") == "close":
                        return
            except (OSError, json.JSONDecodeError):
                return
            except Exception as error:  # http.client: the connection went away between requests
                if "Remote end closed" not in str(error):
                    broken.append(repr(error))

        clients = [threading.Thread(target=load) for _ in range(8)]
        for client in clients:
            client.start()
        server.wait_for(lambda: len(acknowledged) > 50, "under load")
        self.assertEqual(server.stop(), 0)
        for client in clients:
            client.join()
        self.assertEqual(broken, [])
        server = self.serve()
        for token, index in acknowledged:
            read = server.current(token).json()
            self.assertEqual((read["status"], read["index"]), ("valid", index))

    def test_sigint_is_like_sigterm(self):
        server = self.serve()
        server.process.send_signal(signal.SIGINT)
        self.assertEqual(server.process.wait(30), 0)


class FullDisk(TestCase):
    def test_a_full_disk_is_not_acknowledged_and_passes(self):
        """A limit on file sizes stands for the full disk: writes fail, then work again."""
        server = self.serve()
        config = server.config()
        token = server.choose(choice(config)).cookies()["pcid"][0]
        size = max(path.stat().st_size for path in server.data.rglob("*") if path.is_file())
        _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, hard))
        try:
            answer = server.choose(choice(config, {"x": True}), token)
            problem = self.assert_problem(answer, 503)
            self.assertIsNotNone(answer.get("Retry-After"))
            self.assertEqual(answer.all("Set-Cookie"), [])
            self.assertNotIn(str(self.folder), json.dumps(problem))
            self.assert_problem(server.get("/readyz"), 503)
            reasons = server.staff("/readyz").json()["reasons"]
            self.assertIn("store", reasons)
            # What is there is served still: the configuration, and the choice that was recorded.
            self.assertEqual(server.get(CONFIG).status, 200)
            self.assertEqual(server.current(token).json()["status"], "valid")
            self.assert_problem(server.erase(token), 503)
        finally:
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        server.wait_for(lambda: server.get("/readyz").status == 200, "ready again", timeout=20)
        answer = server.choose(choice(config, {"x": True}), token)
        self.assertEqual(answer.status, 201)
        self.assertEqual(server.current(token).json()["status"], "superseded")
        self.assertGreater(size, 4096)

    def assert_waits_and_heals(self, token, heal):
        """Unready, choices 503, everything else served; then in order by itself."""
        server = self.server
        self.assert_problem(server.get("/readyz"), 503)
        self.assertIn("store", server.staff("/readyz").json()["reasons"])
        config = server.config()
        self.assert_problem(server.choose(choice(config)), 503)
        self.assertEqual(server.get("/v1/sites/ameli.fr/banner.js").status, 200)
        self.assertEqual(server.current(token).json()["status"], "valid")
        heal()
        server.wait_for(lambda: server.get("/readyz").status == 200, "ready again")
        self.assertEqual(server.choose(choice(config)).status, 201)
        self.assertEqual(server.current(token).json()["status"], "valid")

    def killed(self):
        server = self.serve()
        token = server.choose(choice(server.config())).cookies()["pcid"][0]
        server.kill()
        self.assertGreater((server.data / "temoin.db-wal").stat().st_size, 0)
        return token

    def test_a_start_on_a_full_disk_waits_for_space(self):
        token = self.killed()
        # Room for the index of the write-ahead log (32 KiB), not for the database.
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        self.server = self.serve(
            wait_ready=False,
            limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40 * 1024, hard)))
        pid = self.server.process.pid
        self.assert_waits_and_heals(
            token, lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard)))

    def test_a_start_beside_a_reader_waits_for_its_end(self):
        token = self.killed()
        reader = sqlite3.connect(self.folder / "data/temoin.db", isolation_level=None)
        self.addCleanup(reader.close)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM content").fetchone()
        self.server = self.serve(wait_ready=False)
        self.assertIn("fuser", self.server.logged())
        self.assert_waits_and_heals(token, lambda: reader.execute("COMMIT"))


if __name__ == "__main__":
    unittest.main()
