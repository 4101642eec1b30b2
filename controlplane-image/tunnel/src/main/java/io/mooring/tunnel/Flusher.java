package io.mooring.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Flushes what was written to in a turn of the event loop after all that was ready to be read in
/// that turn has been read. Confined to that loop.
final class Flusher implements Runnable, Consumer<Channel> {
    /// What is to be flushed.
    interface Due {
        /// Flushes, or says false to be asked again after the next turn.
        ///
        /// @param turns how often it was asked before
        boolean flush(int turns);
    }

    private record Waiting(Due due, int turns) {}

    private final EventLoop loop;
    private Deque<Waiting> queue = new ArrayDeque<>();
    private Deque<Waiting> next = new ArrayDeque<>();
    private boolean scheduled;

    Flusher(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void accept(Channel channel) {
        add(_ -> {
            channel.flush();
            return true;
        });
    }

    void add(Due due) {
        queue.add(new Waiting(due, 0));
        if (!scheduled) {
            scheduled = true;
            loop.execute(this);
        }
    }

    @Override
    public void run() {
        var now = queue;
        queue = next;
        next = now;
        for (var waiting = now.poll(); waiting != null; waiting = now.poll()) {
            if (!waiting.due.flush(waiting.turns)) {
                queue.add(new Waiting(waiting.due, waiting.turns + 1));
            }
        }
        scheduled = !queue.isEmpty();
        if (scheduled) {
            again();
        }
    }

    /// A task that adds itself would run again before anything is read.
    private void again() {
        if (loop instanceof SingleThreadEventLoop single) {
            single.executeAfterEventLoopIteration(() -> loop.execute(this));
        } else {
            loop.execute(this);
        }
    }
}
