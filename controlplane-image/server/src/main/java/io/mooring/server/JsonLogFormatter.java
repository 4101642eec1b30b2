package io.mooring.server;

import java.util.LinkedHashMap;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import tools.jackson.databind.json.JsonMapper;

/// One JSON object a line: time, level, logger, message, and the error where there is one.
final class JsonLogFormatter extends Formatter {

    @Override
    public String format(LogRecord entry) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", entry.getInstant().toString());
        fields.put("level", LogSetup.level(entry.getLevel()));
        fields.put("logger", LogSetup.shortName(entry.getLoggerName()));
        fields.put("message", formatMessage(entry));
        if (entry.getThrown() != null) {
            fields.put("error", entry.getThrown().toString());
        }
        return JsonMapper.shared().writeValueAsString(fields) + "\n";
    }
}
