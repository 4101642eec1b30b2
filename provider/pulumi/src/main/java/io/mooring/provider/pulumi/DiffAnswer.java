package io.mooring.provider.pulumi;

import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Difference.Change;
import java.util.List;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.DiffResponse.DiffChanges;
import pulumirpc.Provider.PropertyDiff;
import pulumirpc.Provider.PropertyDiff.Kind;

/// A difference as the engine wants to hear it.
final class DiffAnswer {
    private DiffAnswer() {}

    static DiffResponse of(Difference difference, List<String> stables) {
        var answer =
                DiffResponse.newBuilder()
                        .setChanges(
                                difference.isEmpty()
                                        ? DiffChanges.DIFF_NONE
                                        : DiffChanges.DIFF_SOME)
                        .setHasDetailedDiff(true);
        for (var change : difference.changes()) {
            answer.putDetailedDiff(
                    change.path(),
                    PropertyDiff.newBuilder().setKind(kind(change)).setInputDiff(true).build());
            var top = top(change.path());
            if (!answer.getDiffsList().contains(top)) {
                answer.addDiffs(top);
            }
            if (change.replaces() && !answer.getReplacesList().contains(top)) {
                answer.addReplaces(top);
            }
        }
        if (difference.replaces()) {
            answer.setDeleteBeforeReplace(difference.deleteBeforeReplace());
        } else {
            answer.addAllStables(stables);
        }
        return answer.build();
    }

    private static Kind kind(Change change) {
        return switch (change.kind()) {
            case ADD -> change.replaces() ? Kind.ADD_REPLACE : Kind.ADD;
            case UPDATE -> change.replaces() ? Kind.UPDATE_REPLACE : Kind.UPDATE;
            case DELETE -> change.replaces() ? Kind.DELETE_REPLACE : Kind.DELETE;
        };
    }

    private static String top(String path) {
        for (var i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '.' || path.charAt(i) == '[') {
                return path.substring(0, i);
            }
        }
        return path;
    }
}
