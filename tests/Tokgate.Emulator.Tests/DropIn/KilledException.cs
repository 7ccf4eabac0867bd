namespace Tokgate.Emulator.Tests.DropIn;

#pragma warning disable CA1032, CA1064 // nobody but these tests throws or catches it
internal sealed class KilledException : Exception;
