package health.sheaf.server.boot;

import health.sheaf.server.boot.ServerConfig.StoreConfig;
import health.sheaf.store.KeyRing;
import health.sheaf.store.PostgresStore;
import health.sheaf.store.SegmentJournal;
import health.sheaf.store.SqliteStore;
import health.sheaf.store.Store;
import java.security.SecureRandom;
import java.util.List;

/** Opens what the configuration names. */
final class Stores {

    private static final String RING = "keys.ring";

    private Stores() {}

    static Ports open(ServerConfig config, SecureRandom random) {
        var absent = config.production() ? KeyRing.WhenAbsent.REFUSE : KeyRing.WhenAbsent.MAKE;
        var keyFile = config.store().keyFile();
        var keys = KeyRing.open(keyFile, keyFile.resolveSibling(RING), absent, random);
        var main = store(config, keys, random);
        var second = SegmentJournal.open(config.secondAudit(), keys, random);
        return new Ports(
                main.links(),
                main.journal(),
                second,
                keys::derive,
                main::answers,
                List.of(main, second));
    }

    private static Store store(ServerConfig config, KeyRing keys, SecureRandom random) {
        return switch (config.store()) {
            case StoreConfig.Sqlite sqlite -> SqliteStore.open(sqlite.folder(), keys, random);
            case StoreConfig.Postgres postgres -> {
                var secrets = new FileSecrets(config.secrets(), config.production());
                var settings =
                        new PostgresStore.Settings(
                                postgres.url(),
                                postgres.user(),
                                secrets.secret(postgres.password()),
                                postgres.connections());
                yield PostgresStore.open(settings, PostgresStore.Durability.DEMANDED, keys, random);
            }
        };
    }
}
