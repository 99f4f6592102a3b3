"""A database, its publications or other files that are damaged or gone: documents and banner are
served as ever, choices wait, and it is said what is damaged and what to do."""

import json
import shutil
import sqlite3
import unittest

from harness import ROOT, SITE, TestCase, choice, command
from test_lifecycle import lengthen

DATABASE = ("temoin.db", "temoin.db-wal", "temoin.db-shm")
PAGE = 4096
DOCUMENTS = ("config.json", "banner.js", "cookies", "cookies.json", "preferences")


def header(whole):
    return b"\xff" * 100 + whole[100:]


def schema(whole):
    return whole[:100] + b"\xff" * (PAGE - 100) + whole[PAGE:]


def pages(whole):
    return whole[:2 * PAGE] + b"\xa5" * (len(whole) - 2 * PAGE)


def every_other_page(whole):
    return b"".join(whole[at:at + PAGE] if at // PAGE % 2 == 0 else b"\x5a" * PAGE
                    for at in range(0, len(whole), PAGE))


DAMAGES = {
    "header": header,
    "schema": schema,
    "pages": pages,
    "every other page": every_other_page,
    "cut to a page": lambda whole: whole[:PAGE],
    "cut in the middle": lambda whole: whole[:len(whole) // 2],
    "a text": lambda whole: b"x" * len(whole),
    "short": lambda whole: b"garbage",
}


class Damaged(TestCase):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.backup = self.folder / "backup.db"
        self.once(self.make)

    def make(self):
        self.server = self.serve()
        self.config = self.server.config()
        self.documents = {name: self.document(name) for name in DOCUMENTS}
        for _ in range(3):
            answer = self.server.choose(choice(self.config))
            self.assertEqual(answer.status, 201, answer.body)
        self.token = answer.cookies()["pcid"][0]
        self.server.wait_signed(answer.json()["index"] + 1)
        made = command("backup", "--data", self.data, self.backup)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.stop()

    def stop(self):
        self.assertEqual(self.server.stop(), 0)

    def document(self, name):
        answer = self.server.get(f"/v1/sites/{SITE}/{name}")
        self.assertEqual(answer.status, 200, name)
        return answer.body

    def assert_served(self):
        for name in DOCUMENTS:
            self.assertEqual(self.document(name), self.documents[name], name)
        self.assertEqual(self.server.get("/healthz").status, 200)

    def assert_held(self, *words):
        """Choices 503, unready, documents as ever; standard error and `status` say why."""
        self.assert_served()
        ready = self.server.get("/readyz")
        self.assertEqual(ready.status, 503)
        self.assertIn('"store"', ready.body.decode())
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)
        self.assertEqual(self.server.erase(self.token).status, 503)
        said = command("status", "--data", self.data)
        self.assertEqual(said.returncode, 1, said.stderr)
        for word in words:
            self.assertIn(word, said.stdout)
            self.assertIn(word, self.server.logged())

    def spoil(self, damage):
        whole = (self.data / "temoin.db").read_bytes()
        (self.data / "temoin.db").write_bytes(damage(whole))

    def take_away(self, *names):
        for name in names:
            path = self.data / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


class Database(Damaged):
    def test_it_is_named_with_what_to_do_and_documents_are_served(self):
        whole = (self.data / "temoin.db").read_bytes()
        for name, damage in DAMAGES.items():
            with self.subTest(name):
                (self.data / "temoin.db").write_bytes(damage(whole))
                damaged = (self.data / "temoin.db").read_bytes()
                said = command("status", "--data", self.data)
                self.assertEqual(said.returncode, 2, said.stdout)
                for _ in range(2):
                    self.server = self.serve(wait_ready=False)
                    self.assert_held(str(self.data), "damaged", "temoin restore --data")
                    self.assertEqual(self.server.get("/log/checkpoint").status, 503)
                    refused = command("restore", "--acknowledge-loss", "--data", self.data)
                    self.assertEqual(refused.returncode, 2, refused.stdout)
                    self.stop()
                self.assertEqual((self.data / "temoin.db").read_bytes(), damaged)

    def root_pages(self):
        """Byte offset of the first page of each table and index, by name."""
        database = sqlite3.connect(self.data / "temoin.db")
        roots = dict(database.execute("SELECT name,rootpage FROM sqlite_master WHERE rootpage>0"))
        database.close()
        return {name: (page - 1) * PAGE for name, page in roots.items()}

    def test_one_that_opens_and_cannot_be_read(self):
        at = self.root_pages()["publication"]
        self.spoil(lambda whole: whole[:at] + bytes(PAGE) + whole[at + PAGE:])
        self.server = self.serve(wait_ready=False)
        self.assert_served()
        self.assertEqual(self.server.get("/readyz").status, 503)
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)
        said = command("status", "--data", self.data).stdout
        for word in ("damaged", "temoin restore --data"):
            self.assertIn(word, said)
            self.assertIn(word, self.server.logged())

    def test_a_table_that_cannot_be_read_stops_no_document(self):
        whole = (self.data / "temoin.db").read_bytes()
        pages = self.root_pages()
        for name in ("loss", "publication_site", "publication", "document", "checkpoint"):
            with self.subTest(name):
                at = pages[name]
                (self.data / "temoin.db").write_bytes(whole[:at] + bytes(PAGE) + whole[at + PAGE:])
                self.server = self.serve(wait_ready=False)
                self.assert_served()
                self.server.choose(choice(self.config))
                self.stop()

    def test_the_backup_in_its_place_goes_on(self):
        self.spoil(header)
        self.server = self.serve(wait_ready=False)
        refused = command("restore", "--data", self.data, self.backup)
        self.assertEqual(refused.returncode, 2)
        self.stop()
        self.take_away(*DATABASE)
        restored = command("restore", "--data", self.data, self.backup)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.server = self.serve()
        self.assert_served()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        self.assertEqual(self.server.current(self.token).json()["status"], "valid")

    def test_another_program_s_database_is_no_reason_to_stop(self):
        self.take_away(*DATABASE)
        with sqlite3.connect(self.data / "temoin.db") as other:
            other.execute("CREATE TABLE notes (text)")
        self.server = self.serve(wait_ready=False)
        self.assert_served()
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)

    def test_without_what_was_published_the_catalogue_is_served(self):
        self.spoil(header)
        self.take_away("published")
        self.server = self.serve(wait_ready=False)
        config = self.server.config()
        self.assertEqual(config["revision"], self.config["revision"])
        self.assertGreater(config["generation"], self.config["generation"])
        for name in DOCUMENTS:
            self.document(name)
        self.assertEqual(self.server.choose(choice(config)).status, 503)


class Publications(Damaged):
    """published/ and the database's publications, one of them or both."""

    def bundles(self):
        return sorted(each for each in (self.data / "published").iterdir()
                      if not each.name.endswith(".history.json"))

    def broken_catalog(self):
        catalog = self.copy_catalog()
        (catalog / "sites" / f"{SITE}.json").write_text("{")
        return catalog

    def test_a_folder_that_is_gone_or_none_costs_nothing(self):
        for spoil in (lambda: None, lambda: (self.data / "published").write_text("none"),
                      lambda: (self.data / "published").symlink_to("/nonexistent/folder")):
            self.take_away("published")
            spoil()
            self.server = self.serve()
            self.assert_served()
            self.assertEqual(self.server.choose(choice(self.config)).status, 201)
            self.stop()

    def test_damaged_bundles_and_histories_cost_nothing(self):
        for text in ("", "{}", "[", "x" * 100):
            for path in (self.data / "published").iterdir():
                path.write_text(text)
            self.server = self.serve()
            self.assert_served()
            self.stop()

    def forge(self, change):
        path = self.data / "published" / f"{SITE}.history.json"
        history = json.loads(path.read_text())
        change(history)
        path.write_text(json.dumps(history))
        return path

    def test_a_forged_history_counts_for_nothing_beside_a_whole_database(self):
        def raised(history):
            history[-1]["generation"] = 9

        def twice(history):
            history.append(dict(history[-1]))

        def invented(history):
            history.append(dict(history[-1], revision="ab" * 32, generation=2))
        for change in (raised, twice, invented):
            with self.subTest(change.__name__):
                path = self.forge(change)
                self.server = self.serve()
                self.assert_served()
                self.assertEqual(self.server.choose(choice(self.config)).status, 201)
                self.stop()
                self.assertEqual(len(json.loads(path.read_text())), 1)

    def test_a_forged_history_with_what_it_names_stops_choices_and_is_named(self):
        path = self.forge(lambda history: history.append(
            dict(history[-1], generation=2, published_at="2026-12-31T00:00:00Z")))
        self.server = self.serve(wait_ready=False)
        self.assert_served()
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)
        self.assertIn(str(path), command("status", "--data", self.data).stdout)
        self.stop()
        path.unlink()
        self.server = self.serve()
        self.assert_served()

    def test_a_forged_history_beside_a_lost_database_raises_no_generation(self):
        for generation in (2, 10**9, 2**62):
            with self.subTest(generation):
                kept = self.folder / "kept"
                shutil.copytree(self.data, kept)
                self.forge(lambda history: history.append(
                    dict(history[-1], revision="ab" * 32, generation=generation)))
                self.take_away(*DATABASE)
                self.server = self.serve(wait_ready=False)
                self.acknowledge_loss()
                config = self.server.config()
                self.assertLess(config["generation"], 5)
                self.assertGreaterEqual(config["generation"], self.config["generation"])
                self.stop()
                shutil.rmtree(self.data)
                kept.rename(self.data)

    def test_a_catalogue_that_is_refused_leaves_what_the_database_knows(self):
        catalog = self.copy_catalog()

        def without_waivers(site):
            lengthen(site)
            site["waivers"] = []
        self.edit_site(catalog, without_waivers)
        for path in self.bundles():
            path.write_text("{}")
        self.server = self.serve(catalog=catalog)
        self.assert_served()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)

    def test_a_broken_catalogue_leaves_what_the_database_knows(self):
        catalog = self.broken_catalog()
        self.take_away("published")
        self.server = self.serve(catalog=catalog, wait_ready=False)
        self.assert_served()
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)
        self.assertIn('"catalog"', self.server.get("/readyz").body.decode())
        shutil.copy(ROOT / "catalog/sites" / f"{SITE}.json", catalog / "sites")
        self.server.hangup()
        self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")
        self.assert_served()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)

    def test_one_damaged_bundle_takes_no_other_site_away(self):
        others = [each for each in self.bundles() if not each.name.startswith(SITE)]
        for path in others:
            path.write_text("{}")
        self.server = self.serve(catalog=self.broken_catalog(), wait_ready=False)
        self.assert_served()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)

    def test_a_lost_database_and_lost_publications(self):
        for name in ("temoin.db", "published"):
            self.take_away(*(DATABASE if name == "temoin.db" else (name,)))
        self.server = self.serve(wait_ready=False)
        for name in DOCUMENTS:
            self.document(name)
        # The checkpoint log has revision and publication.
        config = self.server.config()
        self.assertEqual(config, self.config)
        self.assertEqual(self.server.choose(choice(config)).status, 503)
        self.acknowledge_loss()
        self.assertEqual(self.server.config(), config)
        self.assertEqual(self.server.choose(choice(config)).status, 201)

    def test_a_lost_database_beside_damaged_publications(self):
        histories = list((self.data / "published").glob("*.history.json"))
        for damaged in (self.bundles(), histories, self.bundles() + histories):
            with self.subTest([path.name for path in damaged]):
                kept = self.folder / "kept"
                shutil.copytree(self.data, kept)
                self.take_away(*DATABASE)
                for path in damaged:
                    path.write_text("{")
                self.server = self.serve(wait_ready=False)
                for name in DOCUMENTS:
                    self.document(name)
                generation = self.server.config()["generation"]
                self.assertGreaterEqual(generation, self.config["generation"])
                self.acknowledge_loss()
                self.assertGreaterEqual(self.server.config()["generation"], generation)
                self.assertEqual(self.server.choose(choice(self.server.config())).status, 201)
                self.stop()
                shutil.rmtree(self.data)
                kept.rename(self.data)


class ServerKey(Damaged):
    def test_a_damaged_one_costs_no_choice(self):
        path = self.data / "server.key"
        whole = path.read_text()
        for text in ("", "x" * 200, whole[:-8], whole + "x"):
            path.write_text(text)
            self.server = self.serve(wait_ready=False)
            self.assert_served()
            self.assertEqual(self.server.choose(choice(self.config)).status, 201)
            self.assertEqual(self.server.current(self.token).json()["status"], "valid")
            self.assertEqual(self.server.get("/readyz").status, 503)
            self.assertIn("server.key is damaged", command("status", "--data", self.data).stdout)
            self.stop()
            self.assertEqual(path.read_text(), text)
        path.write_text(whole)
        self.server = self.serve()


class Unjudged(Damaged):
    """An older database beside a checkpoint log that cannot be judged yet: what was erased since is
    not told of, and no erasure takes the place of another entry."""

    def erased_then_restored(self):
        self.server = self.serve()
        answer = self.server.erase(self.token)
        self.assertEqual(answer.json()["status"], "erased", answer.body)
        self.stop()
        self.take_away(*DATABASE)
        put_back = command("restore", "--data", self.data, self.backup)
        self.assertEqual(put_back.returncode, 0, put_back.stderr)

    def assert_silent(self):
        self.server = self.serve(wait_ready=False)
        self.server.wait_for(lambda: "log" in self.server.get("/readyz").json()["parts"],
                             "the log is unready")
        self.assert_problem(self.server.current(self.token), 503)
        self.assert_problem(self.server.erase(self.token), 503)
        self.assert_problem(self.server.choose(choice(self.config)), 503)
        receipt = self.server.request(
            "GET", f"/v1/sites/{SITE}/consents/current/receipt",
            headers={"Host": "www.ameli.fr", "Cookie": f"pcid={self.token}"})
        self.assert_problem(receipt, 503)
        self.assertEqual(self.server.config()["revision"], self.config["revision"])
        self.stop()

    def assert_mended(self):
        self.server = self.serve(wait_ready=False)
        self.assertEqual(self.server.current(self.token).json()["status"], "none")
        self.acknowledge_loss()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        self.stop()
        verified = command("log", "verify", "--data", self.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_a_key_that_others_can_read(self):
        self.erased_then_restored()
        (self.data / "log.key").chmod(0o644)
        self.assert_silent()
        (self.data / "log.key").chmod(0o600)
        self.assert_mended()

    def test_a_key_that_is_missing(self):
        self.erased_then_restored()
        (self.data / "log.key").rename(self.folder / "log.key")
        self.assert_silent()
        (self.folder / "log.key").rename(self.data / "log.key")
        self.assert_mended()

    def test_a_checkpoint_log_that_is_missing(self):
        self.erased_then_restored()
        journal = self.data / "log-journal"
        journal.rename(self.folder / "away")
        self.assert_silent()
        (self.folder / "away").rename(journal)
        self.assert_mended()


if __name__ == "__main__":
    unittest.main()
