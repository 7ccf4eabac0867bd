namespace Tokgate.Emulator.DropIn;

internal enum JournalKind
{
    /// <summary>The set-up begins; the text is the process's id.</summary>
    Begin,

    /// <summary>Lines are appended to a file of the machine.</summary>
    Block,

    /// <summary>A file is made.</summary>
    File,

    /// <summary>A symbolic link is made.</summary>
    Link,

    /// <summary>A file of a certificate database gets another content, which certutil has made of a copy.</summary>
    Database,

    /// <summary>A file gets its former content back: written over from the start, then cut.</summary>
    Rewrite,
}
