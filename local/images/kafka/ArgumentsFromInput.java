import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs the class named by its only argument with the lines of standard input as that class's arguments. Kafka's own tools take passwords
 * as arguments, which every process of the pod (and of the node) may read; this way they appear in no process list.
 */
public final class ArgumentsFromInput {
  public static void main(String[] target) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> arguments = input.lines().toList();
    Class.forName(target[0]).getMethod("main", String[].class).invoke(null, (Object) arguments.toArray(new String[0]));
  }
}
