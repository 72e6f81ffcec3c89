package health.sheaf.server.boot;

import java.util.HashMap;
import java.util.Map;

/** How the framework is set. One place, in code: no file beside the jar can change it. */
final class EdgeProperties {

    private EdgeProperties() {}

    static Map<String, Object> of(ServerConfig config) {
        var all = new HashMap<String, Object>();
        all.put("server.port", config.port());
        all.put("server.address", config.address());
        all.put("server.forward-headers-strategy", "none");
        all.put("server.max-http-request-header-size", "24KB");
        all.put("server.shutdown", "graceful");
        all.put("server.tomcat.connection-timeout", "20s");
        all.put("server.tomcat.keep-alive-timeout", "30s");
        all.put("server.tomcat.max-connections", 8_192);
        all.put("server.tomcat.max-swallow-size", "128KB");
        all.put("server.tomcat.accesslog.enabled", false);
        // Ours compresses at the level that pays (Exchange).
        all.put("server.compression.enabled", false);
        all.put("spring.lifecycle.timeout-per-shutdown-phase", "20s");
        all.put("spring.threads.virtual.enabled", true);
        all.put("spring.jmx.enabled", false);
        all.put("spring.mvc.formcontent.filter.enabled", false);
        all.put("spring.mvc.publish-request-handled-events", false);
        all.put("spring.web.resources.add-mappings", false);
        all.put("management.server.port", config.adminPort());
        all.put("management.server.address", "127.0.0.1");
        all.put("management.endpoints.web.base-path", "/");
        all.put("management.endpoints.web.exposure.include", "health,prometheus,sources");
        all.put("management.endpoint.health.show-details", "never");
        all.put("management.endpoint.health.probes.enabled", true);
        all.put("management.endpoint.health.probes.add-additional-paths", true);
        all.put("management.endpoint.health.group.readiness.include", "readinessState,audit");
        all.put("management.health.diskspace.enabled", false);
        all.put("management.health.ssl.enabled", false);
        all.put("management.metrics.enable.http.server.requests", false);
        return all;
    }
}
