using System.Text.Json;
using Prcl.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prcl.Client.Output;

/// <summary>Where results and messages go: results to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    // Without a screen there is no width; lines of a table that goes into a file or a pipe shouldn't be wrapped at 80.
    private const int WidthWithoutScreen = 240;
    private readonly TextWriter _out;
    private readonly TextWriter _error;

    /// <summary>A terminal over two writers, without colour or movement.</summary>
    public Terminal(TextWriter output, TextWriter error)
        : this(output, error, outIsScreen: false, errorIsScreen: false)
    {
    }

    private Terminal(TextWriter output, TextWriter error, bool outIsScreen, bool errorIsScreen)
    {
        (_out, _error) = (output, error);
        Screen = Console(output, outIsScreen);
        Side = Console(error, errorIsScreen);
        (IsScreen, SideIsScreen) = (outIsScreen, errorIsScreen);
    }

    /// <summary>Tables, on standard output.</summary>
    public IAnsiConsole Screen { get; }

    /// <summary>Progress, on standard error.</summary>
    public IAnsiConsole Side { get; }

    /// <summary>Whether standard output is a screen that can be redrawn.</summary>
    public bool IsScreen { get; }

    /// <summary>Whether standard error is a screen that can be redrawn.</summary>
    public bool SideIsScreen { get; }

    /// <summary>Standard output, as text.</summary>
    public TextWriter Out => _out;

    /// <summary>Standard error, as text.</summary>
    public TextWriter Error => _error;

    /// <summary>The process's own terminal.</summary>
    public static Terminal OfProcess() =>
        new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected);

    /// <summary>A line of the result.</summary>
    public void Line(string line) => _out.WriteLine(Printable.Of(line));

    /// <summary>A line about what went wrong, or goes on, beside the result.</summary>
    public void Note(string line) => _error.WriteLine(Printable.Of(line));

    /// <summary>A table of the result.</summary>
    public void Show(IRenderable result) => Screen.Write(result);

    /// <summary>The result for machines.</summary>
    public void Json<T>(T result) => _out.WriteLine(JsonSerializer.Serialize(result, JsonForm.Indented));

    /// <summary>One of several results for machines: a line each.</summary>
    public void JsonLine<T>(T result)
    {
        _out.WriteLine(JsonSerializer.Serialize(result, JsonForm.Compact));
        _out.Flush();
    }

    private static IAnsiConsole Console(TextWriter writer, bool screen)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = screen ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = screen ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = screen ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!screen)
        {
            console.Profile.Width = WidthWithoutScreen;
        }

        return console;
    }
}
