package io.ullage.service.web;

/** Who may use a route. */
public enum Audience {
    /** Anybody who reaches the port: what helps to sign in, and says nothing about the estate. */
    PUBLIC,
    /** Everybody who is known; the answer holds what their scope allows. */
    SCOPED,
    /** Those who see the whole estate. To others the route is not there. */
    ESTATE,
    /** Operators. */
    OPERATOR;

    boolean admits(Principal principal) {
        return switch (this) {
            case PUBLIC, SCOPED -> true;
            case ESTATE -> principal.scope().isEverything();
            case OPERATOR -> principal.isOperator();
        };
    }
}
