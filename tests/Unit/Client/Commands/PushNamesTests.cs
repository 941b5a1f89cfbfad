using Prcl.Client.Commands;
using Prcl.Unit.Client.Push.Misread;
using Xunit;

namespace Prcl.Unit.Client.Commands;

/// <summary><c>… | prcl push -</c>.</summary>
public sealed class PushNamesTests : IDisposable
{
    private readonly PushRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Files_that_standard_input_names_are_pushed_with_their_labels()
    {
        _run.Photos("street/images/a.jpg", "street/images/b.jpg", "c.jpg").Labels("street/labels/a.png");

        Assert.Equal(ExitCode.Done, await Push("street/images/a.jpg", "", "street/images/b.jpg"));

        Assert.Equal(["a.jpg+", "b.jpg"], _run.Pushed);
        Assert.Contains("2 stored (1 with a label, 1 without), 0 skipped (held already), 0 refused", _run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_costs_a_line_and_the_others_are_pushed()
    {
        _run.Photos("day/a.jpg");

        Assert.Equal(ExitCode.Failed, await Push("day/gone.jpg", "day/a.jpg"));

        Assert.Equal(["a.jpg"], _run.Pushed);
        Assert.Contains("refused /day/gone.jpg: there is no such file", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_come_late_are_pushed_when_they_come_and_before_the_input_ends()
    {
        _run.Photos("day/a.jpg", "day/b.jpg");
        var first = new TaskCompletionSource();
        _run.Prcl.Clock = TimeProvider.System;
        _run.Silo = _ =>
        {
            first.TrySetResult();
            return null;
        };
        var input = new SlowNames([_run.Files.At("day/a.jpg"), _run.Files.At("day/b.jpg")], first.Task);
        _run.Prcl.Input = input;

        Assert.Equal(ExitCode.Done, await _run.Push("-", "--domain", "noon"));

        Assert.False(input.WaitedInVain);
        Assert.Equal(["a.jpg", "b.jpg"], _run.Pushed);
    }

    [Theory]
    [InlineData("standard input names no file", "")]
    [InlineData("perhaps an image itself", "\u0089PNG\u0001")]
    public async Task What_holds_no_names_is_told(string said, string input)
    {
        _run.Prcl.Input = new StringReader(input);

        Assert.Equal(ExitCode.Usage, await _run.Push("-"));
        Assert.Contains(said, _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Pushed);
    }

    [Fact]
    public async Task Nothing_is_named_beside_standard_input()
    {
        _run.Photos("day/a.jpg");

        Assert.Equal(ExitCode.Usage, await _run.Push("-", "day/a.jpg"));
        Assert.Contains("no paths beside it", _run.Error, StringComparison.Ordinal);
    }

    private Task<int> Push(params string[] names)
    {
        _run.Prcl.Clock = TimeProvider.System;
        _run.Prcl.Input = new StringReader(string.Join('\n', names.Select(name => name.Length > 0 ? _run.Files.At(name) : "")));
        return _run.Push("-");
    }

    // The second name comes when the first file has been pushed.
    private sealed class SlowNames(string[] names, Task between) : StringReader("")
    {
        private int _next;

        public bool WaitedInVain { get; private set; }

        public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        {
            if (_next == 1)
            {
                WaitedInVain = await Task.WhenAny(between, Task.Delay(TimeSpan.FromSeconds(30), cancellationToken)) != between;
            }

            return _next < names.Length ? names[_next++] : null;
        }
    }
}
