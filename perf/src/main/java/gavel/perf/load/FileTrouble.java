package gavel.perf.load;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Says what is wrong with a file, of which the exceptions of the JDK often name nothing but the path.
 * Stateless.
 */
public final class FileTrouble {
    private FileTrouble() {
    }

    /** A sentence with the path. */
    public static String sentence(final IOException failure) {
        if (!(failure instanceof FileSystemException of) || of.getFile() == null) {
            return String.valueOf(failure.getMessage());
        }
        if (of instanceof NoSuchFileException) {
            return of.getFile() + ": there is no such file or folder";
        }
        if (of instanceof AccessDeniedException) {
            return of.getFile() + ": access is denied";
        }
        if (of instanceof FileAlreadyExistsException || of instanceof NotDirectoryException) {
            return of.getFile() + ": is a file where a folder is needed";
        }
        return of.getMessage();
    }
}
