package io.ullage.agent;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration with everything that is wrong with it, one problem per line of the message. */
public final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<AgentConfig.Problem> problems;

    public InvalidConfigException(String where, List<AgentConfig.Problem> problems) {
        super(where + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining()));
        this.problems = List.copyOf(problems);
    }

    public List<AgentConfig.Problem> problems() {
        return problems;
    }
}
