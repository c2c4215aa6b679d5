import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Prints kafka-3.6.1.json: what Kafka itself says of its broker settings and topic configs. The program needs no Java: this
 * is only run again for another version of Kafka.
 *
 * With the jars of org.apache.kafka:kafka_2.13:3.6.1 (Maven: dependency:copy-dependencies) in the folder lib:
 *
 *   java -cp 'lib/*' Extract.java > kafka-3.6.1.json
 *
 * A row is [type, default, what its validator accepts, "internal"], shortened at the end where nothing is to be said.
 */
public class Extract {
    public static void main(String[] arguments) {
        System.out.println("{");
        System.out.println("  \"source\": \"Apache Kafka 3.6.1 (Apache-2.0): KafkaConfig.configDef, LogConfig.configDefCopy\",");
        System.out.println("  \"broker\": {\n" + rows(kafka.server.KafkaConfig$.MODULE$.configDef()) + "\n  },");
        System.out.println(
            "  \"topic\": {\n" + rows(org.apache.kafka.storage.internals.log.LogConfig.configDefCopy()) + "\n  }");
        System.out.println("}");
    }

    private static String rows(ConfigDef definition) {
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, ConfigDef.ConfigKey> entry : new TreeMap<>(definition.configKeys()).entrySet()) {
            rows.add("    " + quoted(entry.getKey()) + ": " + row(entry.getValue()));
        }
        return String.join(",\n", rows);
    }

    private static String row(ConfigDef.ConfigKey key) {
        List<String> cells = new ArrayList<>();
        cells.add(quoted(key.type.toString()));
        cells.add(key.hasDefault() && key.defaultValue != null
            ? quoted(ConfigDef.convertToString(key.defaultValue, key.type))
            : "null");
        cells.add(key.validator == null ? "null" : quoted(accepted(key.validator)));
        cells.add(key.internalConfig ? "\"internal\"" : "null");
        while (cells.get(cells.size() - 1).equals("null")) {
            cells.remove(cells.size() - 1);
        }
        return "[" + String.join(", ", cells) + "]";
    }

    /** The list of every Kafka version ever made is left out for the word "version". */
    private static String accepted(ConfigDef.Validator validator) {
        return validator.getClass().getSimpleName().equals("MetadataVersionValidator") ? "version" : validator.toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
