import java.util.Map;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;

/** The rules of a site, for the tests: names, and how short messages may be kept. */
public class SitePolicy implements CreateTopicPolicy, AlterConfigPolicy {
    @Override
    public void validate(CreateTopicPolicy.RequestMetadata request) {
        if (request.topic().startsWith("private-")) {
            throw new PolicyViolationException("names that begin with private- belong to the platform team");
        }
    }

    @Override
    public void validate(AlterConfigPolicy.RequestMetadata request) {
        String retention = request.configs().get("retention.ms");
        if (request.resource().type() == ConfigResource.Type.TOPIC && retention != null && Long.parseLong(retention) < 60000) {
            throw new PolicyViolationException("messages are kept for a minute at least");
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
