package io.mooring.frontends;

import io.mooring.provider.core.Registry;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A real engine with a project of one note, and its state.
public interface Engine {

    /// Whether the engine's command is here.
    boolean isThere();

    /// Writes the program: one note of that name in the engine's directory of notes.
    ///
    /// @param name empty for one that the provider chooses
    void program(String name, String text) throws Exception;

    /// Looks at what is there and brings about what the program says.
    Outcome apply(Provider provider) throws Exception;

    /// Removes all.
    Outcome destroy(Provider provider) throws Exception;

    /// Whether the engine finds that what is there is what the program says.
    Outcome compare(Provider provider) throws Exception;

    /// How a command ended.
    record Outcome(boolean succeeded, String output) {}

    /// The provider for one command.
    ///
    /// @param started is told how to end it
    record Provider(Supplier<Registry> registry, Consumer<Runnable> started) {}
}
