"""A generation never falls, whichever of the files that know of it was set back."""

import json
import shutil

from harness import SITE, choice, command
from older import DATABASE, Older


class Generation(Older):
    """What a visitor was asked in a publication that is lost never counts under another."""

    def assert_not_below(self):
        """The lost publication itself, or above it with every service asked about again."""
        config = self.server.config()
        back = (config["revision"], config["generation"]) == (self.present, self.generation)
        if not back:
            self.assertGreater(config["generation"], self.generation)
            for service, since in config["since"].items():
                self.assertGreater(since, self.generation, service)
        return config

    def setUp(self):
        super().setUp()
        self.server = self.serve(catalog=self.catalog)
        self.present = self.server.config()["revision"]
        site = json.loads((self.catalog / "sites" / f"{SITE}.json").read_text())
        several = [each for each in site["purposes"] if len(each["services"]) > 1]
        removed = several[-1]["services"].pop(1)
        self.put(site)
        self.publish()
        several[-1]["services"].insert(1, removed)
        self.put(site)
        self.publish()
        self.answered = self.give()
        self.generation = self.server.config()["generation"]
        self.assertEqual(self.generation, 3)
        self.server.stop()
        self.whole = self.folder / "whole"
        shutil.copytree(self.data, self.whole)

    def test_it_never_falls(self):
        cases = {
            "both older": lambda: self.set_back("temoin.db", "published"),
            "database older, published gone": lambda: (self.set_back("temoin.db"),
                                                       self.take_away("published")),
            "database gone, published older": lambda: (self.set_back("published"),
                                                       [self.take_away(x) for x in DATABASE]),
            "both gone": lambda: (self.take_away("published"),
                                  [self.take_away(x) for x in DATABASE]),
        }
        for name, spoil in cases.items():
            with self.subTest(name):
                shutil.rmtree(self.data)
                shutil.copytree(self.whole, self.data)
                spoil()
                self.start()
                self.assertEqual(self.server.choose(choice(self.server.config())).status, 503)
                self.assert_not_below()
                self.acknowledge_loss()
                config = self.assert_not_below()
                self.give()
                self.server.stop()
                self.server = self.serve(catalog=self.catalog)
                self.assertEqual(self.server.config()["generation"], config["generation"])
                self.server.stop()

    def test_a_database_alone_goes_on_under_its_generation(self):
        self.set_back("temoin.db")
        self.start()
        self.assertEqual(self.server.config()["generation"], self.generation)
        self.acknowledge_loss()
        self.assertEqual(self.server.config()["generation"], self.generation)

    def test_publications_alone_go_on_under_their_generation(self):
        for spoil in (lambda: self.set_back("published"), lambda: self.take_away("published")):
            spoil()
            self.server = self.serve(catalog=self.catalog)
            self.assertEqual(self.server.config()["generation"], self.generation)
            self.server.stop()

    def test_a_catalogue_that_is_broken_then_brings_no_older_generation(self):
        self.set_back("temoin.db", "published")
        self.start()
        (self.catalog / "sites" / f"{SITE}.json").write_text("{")
        taken = command("restore", "--acknowledge-loss", "--data", self.data)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.server.stop()
        self.start()
        config = self.assert_not_below()
        self.assertIn(self.server.choose(choice(config)).status, (201, 503))
        self.assertEqual(self.server.get(f"/v1/sites/{SITE}/banner.js").status, 200)
