package io.worldcompass.schemas.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A YAML file as dotted keys with the line of each. */
final class YamlFile {
  private final Path file;
  private final Map<String, ConfigValue> values = new LinkedHashMap<>();

  private YamlFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException when it cannot be read, is no YAML, or is no tree of plain values
   */
  static Map<String, ConfigValue> read(Path file) {
    YamlFile yaml = new YamlFile(file);
    try (Reader reader = Files.newBufferedReader(file)) {
      Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
      if (root != null) {
        yaml.flatten("", root);
      }
      return yaml.values;
    } catch (IOException e) {
      throw new ConfigException(
          List.of(file + ": cannot be read (" + e + "); name an existing file with --config"));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new ConfigException(List.of(file + ":" + line + ": not YAML: " + e.getProblem()));
    }
  }

  private void flatten(String prefix, Node node) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        String name = ((ScalarNode) entry.getKeyNode()).getValue();
        flatten(prefix.isEmpty() ? name : prefix + "." + name, entry.getValueNode());
      }
    } else if (node instanceof ScalarNode scalar) {
      put(prefix, scalar);
    } else {
      throw new ConfigException(
          List.of(at(node) + ": " + prefix + " must be one value, not a list"));
    }
  }

  private void put(String key, ScalarNode scalar) {
    if (values.put(key, new ConfigValue(scalar.getValue(), at(scalar))) != null) {
      throw new ConfigException(List.of(at(scalar) + ": " + key + " is given twice"));
    }
  }

  private String at(Node node) {
    return file + ":" + (node.getStartMark().getLine() + 1);
  }
}
