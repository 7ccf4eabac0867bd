namespace Tokgate.Cli.Output;

/// <summary>By their numbers in ECMA-48.</summary>
internal enum Colour
{
    Plain = 0,
    Red = 31,
    Green = 32,
    Yellow = 33,
}
