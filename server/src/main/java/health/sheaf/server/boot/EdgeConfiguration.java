package health.sheaf.server.boot;

import health.sheaf.server.fhir.EdgeEvents;
import health.sheaf.server.fhir.EdgeFilter;
import health.sheaf.server.fhir.FhirParts;
import health.sheaf.server.fhir.FhirServlet;
import health.sheaf.server.fhir.OwnUrl;
import health.sheaf.server.fhir.PageStore;
import health.sheaf.server.security.AccessControl;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.actuate.endpoint.web.WebMvcHealthEndpointExtensionAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * The edge: the FHIR servlet behind its filters, on the framework's server. What lies behind it is
 * the {@link Platform}, put together before the framework starts. Nothing is scanned for.
 */
@Configuration(proxyBeanMethods = false)
// Named one by one: nothing is scanned, nothing unneeded starts, and an observation that would put
// paths, and so ids, into traces is not among them.
@ImportAutoConfiguration({
    ApplicationAvailabilityAutoConfiguration.class,
    AvailabilityHealthContributorAutoConfiguration.class,
    AvailabilityProbesAutoConfiguration.class,
    ConfigurationPropertiesAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    EndpointAutoConfiguration.class,
    HealthContributorAutoConfiguration.class,
    HealthContributorRegistryAutoConfiguration.class,
    HealthEndpointAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    JacksonEndpointAutoConfiguration.class,
    JvmMetricsAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    ManagementContextAutoConfiguration.class,
    MetricsAutoConfiguration.class,
    PrometheusMetricsExportAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class,
    ServletManagementContextAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class,
    SystemMetricsAutoConfiguration.class,
    TomcatServletManagementContextAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    WebEndpointAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    WebMvcHealthEndpointExtensionAutoConfiguration.class,
})
class EdgeConfiguration {

    private static final long PAGES_BYTES = 64L * 1024 * 1024;
    private static final int PAGES_PER_USER = 4;
    private static final Duration SWEEP = Duration.ofSeconds(10);

    /** The ports that were opened; known only when they are. */
    static final class OpenPorts implements ApplicationListener<ServletWebServerInitializedEvent> {

        private final AtomicInteger main = new AtomicInteger();
        private final AtomicInteger admin = new AtomicInteger();

        @Override
        public void onApplicationEvent(ServletWebServerInitializedEvent event) {
            boolean management =
                    "management".equals(event.getApplicationContext().getServerNamespace());
            (management ? admin : main).set(event.getWebServer().getPort());
        }

        int main() {
            return main.get();
        }

        int admin() {
            return admin.get();
        }
    }

    @Bean
    OpenPorts openPorts() {
        return new OpenPorts();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    PageStore pageStore(Clock clock) {
        var pages = new PageStore(clock, PAGES_BYTES, PAGES_PER_USER);
        Thread.ofVirtual().name("sheaf-pages").start(() -> sweep(pages));
        return pages;
    }

    /** What has expired goes even when nobody asks for anything. */
    private static void sweep(PageStore pages) {
        try {
            while (true) {
                Thread.sleep(SWEEP);
                pages.sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Bean
    AccessControl accessControl(
            Platform platform, EdgeEvents events, OpenPorts ports, Clock clock) {
        var config = platform.config();
        return new AccessControl(
                config.issuers(),
                config.audience(),
                new AccessControl.Allowance(
                        config.clients().perSecond(), config.clients().atOnce()),
                events,
                ports::admin,
                clock,
                System::nanoTime);
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, AccessControl access) {
        return access.chain(http);
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler(AccessControl access) {
        return access.rejected();
    }

    @Bean
    FilterRegistrationBean<EdgeFilter> edgeFilter(Platform platform) {
        var registration = new FilterRegistrationBean<>(new EdgeFilter(platform.randomIds()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    Tracing tracing(Platform platform) {
        return Tracing.to(platform.config().traces());
    }

    @Bean
    FilterRegistrationBean<TraceFilter> traceFilter(Tracing tracing) {
        var registration = new FilterRegistrationBean<>(new TraceFilter(tracing));
        // Behind the filter that takes the query away, before everything else.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        registration.setEnabled(tracing.isOn());
        return registration;
    }

    @Bean
    EdgeEvents edgeEvents(MeterRegistry meters, Tracing tracing) {
        var metered = new MeteredEdge(meters);
        return tracing.isOn() ? new TracedEdge(metered, tracing.tracer()) : metered;
    }

    @Bean
    ServletRegistrationBean<FhirServlet> fhirServlet(
            Platform platform, PageStore pages, EdgeEvents events, Clock clock) {
        var config = platform.config();
        var parts =
                new FhirParts(
                        platform.records(),
                        new OwnUrl(config.baseUrl()),
                        platform.seal(),
                        pages,
                        config.issuers(),
                        events,
                        clock,
                        System::nanoTime);
        var registration = new ServletRegistrationBean<>(new FhirServlet(parts), "/fhir/*");
        registration.setName("fhir");
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat() {
        return factory ->
                factory.addContextCustomizers(context -> {
                    if (context.getParent() instanceof StandardHost host) {
                        host.setErrorReportValveClass(OutcomeValve.class.getName());
                    }
                });
    }

    @Bean
    HealthIndicator auditHealthIndicator(Platform platform) {
        return () -> platform.isReady() ? Health.up().build() : Health.down().build();
    }

    @Bean
    SourcesEndpoint sourcesEndpoint(Platform platform) {
        return new SourcesEndpoint(platform.sources());
    }
}
