namespace Prcl.Client.Video;

/// <summary>Chooses among the frames that come: one of every so many, and of these those that show something else than the last one chosen.</summary>
/// <param name="every">Of how many frames one is looked at.</param>
/// <param name="minChange">How much some field must change, percent; 0: any frame will do.</param>
internal sealed class FrameChoice(long every, double minChange)
{
    private long _frames;
    private LuminanceFields? _last;

    /// <summary>What is done with the next frame.</summary>
    public FrameVerdict Of(byte[] jpeg)
    {
        if (_frames++ % every != 0)
        {
            return FrameVerdict.PassedOver;
        }

        if (minChange > 0)
        {
            var now = LuminanceFields.Of(jpeg);
            if (now is not null && _last is not null && now.ChangeFrom(_last) < minChange)
            {
                return FrameVerdict.Alike;
            }

            _last = now;
        }

        return FrameVerdict.Taken;
    }
}
