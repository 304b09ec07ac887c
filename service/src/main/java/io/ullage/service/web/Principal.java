package io.ullage.service.web;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import io.ullage.service.estate.Scope;

/**
 * Who asks.
 *
 * @param name as it is recorded with what they decide
 * @param scope whose part of the estate they see
 */
public record Principal(String name, Role role, Scope scope) {
    public Principal {
        Require.text("name", name);
        if (role == Role.OPERATOR && !scope.isEverything()) {
            throw new InvalidFieldException("role", "must be VIEWER for somebody who sees one tenant", role);
        }
    }

    public boolean isOperator() {
        return role == Role.OPERATOR;
    }
}
