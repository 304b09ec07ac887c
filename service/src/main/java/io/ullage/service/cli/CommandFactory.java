package io.ullage.service.cli;

import io.ullage.service.node.ConsoleCommand;
import io.ullage.service.node.UpCommand;
import io.ullage.service.output.Terminal;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands and mixins: those whose constructor asks for a {@link Terminal} get the one of this process. */
record CommandFactory(Terminal terminal) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == UpCommand.class) {
            return type.cast(new UpCommand(terminal, Routines.ALL, Pages.ALL, Services.all()));
        }
        if (type == ConsoleCommand.class) {
            return type.cast(new ConsoleCommand(Pages.ALL));
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(terminal));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
