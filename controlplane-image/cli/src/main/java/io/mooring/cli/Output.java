package io.mooring.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The `--output` option that every command has.
final class Output {

    enum Form {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private Form form = Form.TEXT;

    boolean json() {
        return form == Form.JSON;
    }

    void print(PrintWriter out, Object value, String text) {
        out.println(json() ? pretty(value) : text);
        out.flush();
    }

    /// A table for a person, a list of objects for a program; the columns are the keys.
    void printRows(PrintWriter out, List<String> columns, List<Map<String, Object>> rows) {
        print(out, rows, table(columns, rows));
    }

    private static String pretty(Object value) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(value);
    }

    private static String table(List<String> columns, List<Map<String, Object>> rows) {
        var text = new StringBuilder();
        int[] widths =
                columns.stream()
                        .mapToInt(column ->
                                Math.max(
                                        column.length(),
                                        rows.stream()
                                                .mapToInt(row -> cell(row, column).length())
                                                .max()
                                                .orElse(0)))
                        .toArray();
        line(
                text,
                columns.stream().map(column -> column.toUpperCase(java.util.Locale.ROOT)).toList(),
                widths);
        for (Map<String, Object> row : rows) {
            line(text, columns.stream().map(column -> cell(row, column)).toList(), widths);
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < cells.size(); i++) {
            text.append(cells.get(i)).repeat(' ', widths[i] - cells.get(i).length() + 2);
        }
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        text.append('\n');
    }

    private static String cell(Map<String, Object> row, String column) {
        return String.valueOf(row.getOrDefault(column, ""));
    }
}
